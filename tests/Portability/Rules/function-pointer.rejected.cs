public class Caller { public unsafe int Call(delegate*<int, int> target) { return target(1); } }
