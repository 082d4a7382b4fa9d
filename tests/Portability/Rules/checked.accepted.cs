public class Counter { public int Next(int value) { return value == int.MaxValue ? value : value + 1; } }
