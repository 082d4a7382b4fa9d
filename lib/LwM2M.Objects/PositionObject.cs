// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;

namespace LwM2M.Objects
{
    /// <summary>Position, the seed paper's object 3360: where the device is, as somebody else has worked out.</summary>
    public sealed class PositionObject : LwM2MObject
    {
        private const int Uncertainty = 5516;
        private const int Timestamp = 5518;
        private const int Units = 5701;
        private const int XValue = 5702;
        private const int ApplicationType = 5750;

        private static readonly int[] s_resources =
        {
            Uncertainty | Resource.Float | Resource.Read | Resource.Write,
            Timestamp | Resource.Time | Resource.Read | Resource.Write,
            Units | Resource.String | Resource.Read | Resource.Write,
            XValue | Resource.Float | Resource.Read | Resource.Write,
            (XValue + 1) | Resource.Float | Resource.Read | Resource.Write,
            (XValue + 2) | Resource.Float | Resource.Read | Resource.Write,
            ApplicationType | Resource.String | Resource.Read | Resource.Write,
        };

        private readonly double[] _coordinates = new double[3];
        private double _uncertainty;
        private long _timestamp;
        private string _units = "m";
        private string _applicationType = "";

        /// <summary>Creates the object with one instance at the origin.</summary>
        public PositionObject()
            : base(ObjectIds.Position, s_resources)
        {
        }

        /// <summary>A coordinate in the object's units.</summary>
        /// <param name="axis">0 for X, 1 for Y, 2 for Z.</param>
        /// <returns>The value.</returns>
        public double Coordinate(int axis)
        {
            return _coordinates[axis];
        }

        /// <summary>Moves the device and tells observers.</summary>
        /// <param name="x">Along the X axis, in the object's units.</param>
        /// <param name="y">Along the Y axis.</param>
        /// <param name="z">Along the Z axis.</param>
        public void MoveTo(double x, double y, double z)
        {
            _coordinates[0] = x;
            _coordinates[1] = y;
            _coordinates[2] = z;
            Changed(0, XValue);
            Changed(0, XValue + 1);
            Changed(0, XValue + 2);
        }

        /// <inheritdoc/>
        public override bool IsPersistent
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            switch (resourceId)
            {
                case Uncertainty:
                    writer.WriteFloat(_uncertainty);
                    break;
                case Timestamp:
                    writer.WriteTime(_timestamp);
                    break;
                case Units:
                    writer.WriteString(_units);
                    break;
                case ApplicationType:
                    writer.WriteString(_applicationType);
                    break;
                default:
                    writer.WriteFloat(_coordinates[resourceId - XValue]);
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            switch (resourceId)
            {
                case Uncertainty:
                    _uncertainty = reader.ReadFloat();
                    break;
                case Timestamp:
                    _timestamp = reader.ReadInteger();
                    break;
                case Units:
                    _units = reader.ReadString();
                    break;
                case ApplicationType:
                    _applicationType = reader.ReadString();
                    break;
                default:
                    _coordinates[resourceId - XValue] = reader.ReadFloat();
                    break;
            }

            return CoapCode.Changed;
        }
    }
}
