public class Scratch { public unsafe int Use(int size) { byte* bytes = stackalloc byte[size]; return bytes[0]; } }
