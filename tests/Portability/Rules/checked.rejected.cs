public class Counter { public int Next(int value) { return checked(value + 1); } }
