"""How goods reach people: methods, rates, and the day that is promised."""
