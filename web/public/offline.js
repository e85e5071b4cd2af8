// The address is still that of the page that could not be had.
const again = () => location.reload();
document.querySelector("#again").addEventListener("click", again);
// The browser tells of a network a moment before everything goes through it.
addEventListener("online", () => setTimeout(again, 1000));
