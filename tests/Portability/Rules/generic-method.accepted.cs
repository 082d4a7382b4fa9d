public static class Pick { public static int First(int a, int b) { return a; } public static int Use() { return First(1, 2); } }
