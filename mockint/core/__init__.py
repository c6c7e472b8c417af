"""The facts and measures of an answer: pure, no disk, no device, no clock."""
