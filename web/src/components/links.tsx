/** Links of the router that look like the library's buttons and anchors. */
import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Native = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps | keyof AnchorProps> & {
  ref?: Ref<HTMLAnchorElement>;
};

export const ButtonLink = createLink((props: Native & ButtonProps) => <Button component="a" {...props} />);
export const TextLink = createLink((props: Native & AnchorProps) => <Anchor {...props} />);
