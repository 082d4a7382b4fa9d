public static class Above { private static readonly int s_count = Below.Table.Length; public static int Count() { return s_count; } }
public static class Below { public static readonly int[] Table = { 1, 2, 3 }; }
