// Starts the components on the page. Everything works without this file.
import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "../vendor/govuk-frontend-6.6.0/js/govuk-frontend.min.js";

// The library looks for its mark on <body>, which the script in <head> cannot reach yet.
document.body.classList.add("govuk-frontend-supported");

createAll(Button, { preventDoubleClick: true });
for (const component of [
  Accordion,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
]) {
  createAll(component);
}
