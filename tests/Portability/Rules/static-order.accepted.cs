public static class Above { public static int Count() { return Below.Table.Length; } }
public static class Below { public static readonly int[] Table = { 1, 2, 3 }; }
