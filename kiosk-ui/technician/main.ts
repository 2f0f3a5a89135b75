import "../styles/desk.css";
import "./technician-app.ts";

document.body.append(document.createElement("technician-app"));
