using System;
public class Union { private static readonly byte[] s_table = { 1, 2, 3, 4, 5, 6, 7, 8, 9 }; public int Bits(float number) { return BitConverter.ToInt32(BitConverter.GetBytes(number), 0) + s_table[0]; } }
