import board from "./board";
import phone from "./phone";
import reports from "./reports";
import shared from "./shared";

export default { ...shared, board, phone, reports };
