import "../styles/desk.css";
import "./dock-app.ts";

document.body.append(document.createElement("dock-app"));
