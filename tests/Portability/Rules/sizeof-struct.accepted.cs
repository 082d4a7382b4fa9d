public class Point { public const int Size = 8; public int X; public int Y; }
public class Layout { public int Size() { return Point.Size + sizeof(int); } }
