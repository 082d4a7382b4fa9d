public class Point { public int X; public int Get() { return X; } }
