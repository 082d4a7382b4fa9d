public class Registry { private static int s_count; public int Next() { return ++s_count; } }
