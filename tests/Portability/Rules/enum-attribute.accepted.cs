public enum Kind { A }
[System.AttributeUsage(System.AttributeTargets.Method)] public class RowAttribute : System.Attribute { public RowAttribute(int kind) { } }
public class Rows { [Row((int)Kind.A)] public void First() { } }
