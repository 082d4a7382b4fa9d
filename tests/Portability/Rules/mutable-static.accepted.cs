public class Registry { private static readonly int[] s_steps = { 1, 2 }; private int _count; public int Next() { return _count += s_steps[0]; } }
