"""From sound to words: sound check, speech, cutting, transcription, fillers, times; `listener.Ears` joins them."""
