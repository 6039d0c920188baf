// Puts a video's player in the place of its picture when the reader asks for it, and not before.
// Without this file there is the link to the video's own page.
for (const video of document.querySelectorAll("[data-video]")) {
  const button = video.querySelector("[data-video-play]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const player = document.createElement("iframe");
    player.className = "gpx-video__player";
    player.src = video.dataset.video;
    player.title = video.dataset.videoTitle;
    player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    // The other site refuses a player that does not say where it is shown.
    player.referrerPolicy = "strict-origin-when-cross-origin";
    button.parentElement.replaceChildren(player);
    player.focus();
  });
}
