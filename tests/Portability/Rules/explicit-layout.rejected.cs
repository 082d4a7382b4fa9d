using System.Runtime.InteropServices;
[StructLayout(LayoutKind.Explicit)]
public struct Union { [FieldOffset(0)] public int Bits; [FieldOffset(0)] public float Number; public int Get() { return Bits; } }
namespace System.Runtime.InteropServices { public sealed class FieldOffsetAttribute : Attribute { public FieldOffsetAttribute(int offset) { } } }
