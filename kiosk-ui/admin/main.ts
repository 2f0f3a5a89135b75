import "../styles/desk.css";
import "./admin-app.ts";

document.body.append(document.createElement("admin-app"));
