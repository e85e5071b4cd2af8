import { Text } from "@mantine/core";
import { useWords } from "@/i18n/use-words";
import classes from "./footer.module.css";
import { Mark } from "./mark";

export function Footer() {
  const { t } = useWords();
  return (
    <footer className={classes.footer}>
      <div className={classes.row}>
        <Mark size={24} />
        <Text fz="sm" className={classes.about}>
          {t("footer.about")} {t("footer.emergency")}
        </Text>
        <a href="/openapi.json" className={classes.link}>
          {t("footer.api")}
        </a>
      </div>
    </footer>
  );
}
