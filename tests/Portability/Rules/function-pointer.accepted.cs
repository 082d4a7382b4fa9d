public delegate int Target(int value);
public class Caller { public int Call(Target target) { return target(1); } }
