public class Sum { public unsafe int Of(byte[] bytes) { fixed (byte* first = bytes) { return first[0]; } } }
