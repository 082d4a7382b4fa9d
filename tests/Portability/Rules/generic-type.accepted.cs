public class IntBox { public int Value; public int Get() { return Value; } }
