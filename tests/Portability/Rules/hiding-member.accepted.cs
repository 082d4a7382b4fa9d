public class Sensor { public virtual string Name() { return "sensor"; } }
public class Lamp : Sensor { public override string Name() { return "lamp"; } }
