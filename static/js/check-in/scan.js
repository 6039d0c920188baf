// Reads the codes of tickets with the phone's camera, where the browser can.
const EVERY = 250;
const SAME_AGAIN = 4000;
const REFERENCE = /\/([CDFGHJKMNPQRTVWXZ234679]{8})\/?$/;

export async function canScan() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) {
    return false;
  }
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

// Calls found(reference) for each ticket until the returned function is called.
export async function scan(video, found) {
  const camera = { video: { facingMode: "environment" }, audio: false };
  const stream = await navigator.mediaDevices.getUserMedia(camera);
  video.srcObject = stream;
  await video.play();
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const seen = new Map();
  let on = true;
  look();
  return () => {
    on = false;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };

  async function look() {
    for (const code of await detector.detect(video).catch(() => [])) {
      const reference = code.rawValue.match(REFERENCE)?.[1] ?? code.rawValue.slice(0, 40);
      if (Date.now() - (seen.get(reference) ?? 0) > SAME_AGAIN) {
        found(reference);
      }
      seen.set(reference, Date.now());
    }
    if (on) {
      setTimeout(look, EVERY);
    }
  }
}
