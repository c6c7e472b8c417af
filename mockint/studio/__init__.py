"""What a person does here: practise, keep, replay, score again."""
