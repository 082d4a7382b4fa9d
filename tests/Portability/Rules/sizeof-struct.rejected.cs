public struct Point { public int X; public int Y; }
public class Layout { public unsafe int Size() { return sizeof(Point); } }
