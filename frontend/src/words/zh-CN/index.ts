import board from "./board";
import map from "./map";
import phone from "./phone";
import reports from "./reports";
import shared from "./shared";

export default { ...shared, board, map, phone, reports };
