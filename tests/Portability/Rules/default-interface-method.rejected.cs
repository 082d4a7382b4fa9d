public interface ILamp { int Brightness() { return 100; } }
