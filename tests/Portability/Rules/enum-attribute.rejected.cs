public enum Kind { A }
[System.AttributeUsage(System.AttributeTargets.Method)] public class RowAttribute : System.Attribute { public RowAttribute(Kind kind) { } }
public class Rows { [Row(Kind.A)] public void First() { } }
