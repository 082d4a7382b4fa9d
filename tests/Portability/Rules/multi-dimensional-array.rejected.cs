public class Grid { public int Corner() { int[,] cells = new int[2, 2]; return cells[0, 0]; } }
