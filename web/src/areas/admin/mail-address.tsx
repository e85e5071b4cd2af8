import classes from "./mail-address.module.css";

/** A mail address, which goes on before its @ in the next line where there is no room. */
export function MailAddress({ address }: { address: string }) {
  const [name, ...host] = address.split("@");
  return (
    <span className={classes.address}>
      {name}
      <wbr />@{host.join("@")}
    </span>
  );
}
