"use strict";
(() => {
  const audio = document.querySelector("audio");
  const play = document.querySelector(".play");
  const seek = document.querySelector(".seek");
  const clock = document.querySelector(".clock");
  const speed = document.querySelector(".speed");
  const transcript = document.getElementById("transcript");
  const words = [...document.querySelectorAll(".w[data-s]")];
  const starts = words.map((word) => Number(word.dataset.s));
  const SPEEDS = [1, 1.25, 1.5, 0.75];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let current = -1;

  // Some browsers cannot seek in a data address, all can in a blob.
  const [head, body] = audio.src.split(",");
  const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0));
  audio.src = URL.createObjectURL(new Blob([bytes], { type: head.slice(5, head.indexOf(";")) }));
  audio.controls = false;
  for (const part of [play, seek, clock, speed]) part.hidden = false;

  const shown = (seconds) => {
    const whole = Math.floor(seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  const wordAt = (seconds) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= seconds) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const inView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const paint = () => {
    seek.value = audio.currentTime;
    seek.setAttribute("aria-valuetext", shown(audio.currentTime));
    clock.textContent = `${shown(audio.currentTime)} / ${shown(Number(seek.max))}`;
    const next = wordAt(audio.currentTime + 0.01);
    if (next === current) return;
    words[current]?.classList.remove("now");
    words[next]?.classList.add("now");
    current = next;
    if (!audio.paused && next >= 0 && inView(transcript)) {
      words[next].scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
  };
  const follow = () => {
    paint();
    if (!audio.paused) requestAnimationFrame(follow);
  };
  const playFrom = (seconds) => {
    audio.currentTime = seconds;
    audio.play();
  };
  const toggle = () => (audio.paused ? audio.play() : audio.pause());
  const skip = (seconds) => {
    audio.currentTime = Math.min(Number(seek.max), Math.max(0, audio.currentTime + seconds));
    paint();
  };

  audio.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(audio.duration)) seek.max = audio.duration;
    paint();
  });
  audio.addEventListener("play", () => {
    play.classList.add("on");
    play.setAttribute("aria-label", "Pause");
    follow();
  });
  audio.addEventListener("pause", () => {
    play.classList.remove("on");
    play.setAttribute("aria-label", "Play");
    paint();
  });
  audio.addEventListener("seeked", paint);
  play.addEventListener("click", toggle);
  seek.addEventListener("input", () => {
    audio.currentTime = Number(seek.value);
    paint();
  });
  speed.addEventListener("click", () => {
    const next = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    audio.playbackRate = next;
    speed.textContent = `${next}×`;
    speed.setAttribute("aria-label", `Speed ${next} times`);
  });
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-at], [data-s]");
    if (place) playFrom(Number(place.dataset.at ?? place.dataset.s));
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, button, summary") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") toggle();
    else if (event.key === "ArrowLeft") skip(-5);
    else if (event.key === "ArrowRight") skip(5);
    else return;
    event.preventDefault();
  });
  paint();
})();
