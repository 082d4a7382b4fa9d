public class Peek { public int At(int[] memory, int offset) { return memory[offset]; } }
