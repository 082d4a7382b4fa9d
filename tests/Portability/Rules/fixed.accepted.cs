public class Sum { public int Of(byte[] bytes) { return bytes[0]; } }
