public class Scratch { private readonly byte[] _bytes = new byte[16]; public int Use() { return _bytes[0]; } }
