public class Peek { public unsafe int At(int* address) { return *address; } }
