// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Objects
{
    /// <summary>The IPSO sensors that share one table: a value, its extremes, its unit.</summary>
    public sealed class IpsoSensor : LwM2MObject
    {
        private const int MinimumMeasured = 5601;
        private const int MaximumMeasured = 5602;
        private const int ResetExtremes = 5605;
        private const int SensorValue = 5700;
        private const int SensorUnits = 5701;

        private static readonly int[] s_resources =
        {
            MinimumMeasured | Resource.Float | Resource.Read,
            MaximumMeasured | Resource.Float | Resource.Read,
            ResetExtremes | Resource.NoType | Resource.Execute,
            SensorValue | Resource.Float | Resource.Read,
            SensorUnits | Resource.String | Resource.Read,
        };

        private readonly string _units;
        private float _value;
        private float _minimum;
        private float _maximum;
        private bool _measured;

        /// <summary>Creates a sensor with one instance.</summary>
        /// <param name="objectId">Such as 3303.</param>
        /// <param name="units">SenML unit such as "Cel".</param>
        public IpsoSensor(int objectId, string units)
            : base(objectId, s_resources)
        {
            _units = units;
        }

        /// <summary>Temperature, object 3303, in degrees Celsius.</summary>
        /// <returns>A sensor.</returns>
        public static IpsoSensor Temperature()
        {
            return new IpsoSensor(3303, "Cel");
        }

        /// <summary>Humidity, object 3304, relative, in percent.</summary>
        /// <returns>A sensor.</returns>
        public static IpsoSensor Humidity()
        {
            return new IpsoSensor(3304, "%RH");
        }

        /// <summary>Generic sensor, object 3300.</summary>
        /// <param name="units">SenML unit.</param>
        /// <returns>A sensor.</returns>
        public static IpsoSensor Generic(string units)
        {
            return new IpsoSensor(3300, units);
        }

        /// <summary>Illuminance, object 3301, in lux.</summary>
        /// <returns>A sensor.</returns>
        public static IpsoSensor Illuminance()
        {
            return new IpsoSensor(3301, "lx");
        }

        /// <summary>Barometer, object 3315, in pascals.</summary>
        /// <returns>A sensor.</returns>
        public static IpsoSensor Barometer()
        {
            return new IpsoSensor(3315, "Pa");
        }

        /// <summary>Percentage, object 3320.</summary>
        /// <returns>A sensor.</returns>
        public static IpsoSensor Percentage()
        {
            return new IpsoSensor(3320, "%");
        }

        /// <summary>Rate, object 3346.</summary>
        /// <param name="units">SenML unit such as "beat/min".</param>
        /// <returns>A sensor.</returns>
        public static IpsoSensor Rate(string units)
        {
            return new IpsoSensor(3346, units);
        }

        /// <summary>
        /// The value (5700) in the sensor's unit. Setting it keeps the extremes and tells observers. NaN when the sensor does
        /// not answer: the resource is then not there.
        /// </summary>
        public float Value
        {
            get
            {
                return _value;
            }

            set
            {
                if (float.IsNaN(value))
                {
                    _value = value;
                    return;
                }

                bool first = !_measured;
                _measured = true;
                if (first || value < _minimum)
                {
                    _minimum = value;
                    Changed(0, MinimumMeasured);
                }

                if (first || value > _maximum)
                {
                    _maximum = value;
                    Changed(0, MaximumMeasured);
                }

                if (first || value != _value)
                {
                    _value = value;
                    Changed(0, SensorValue);
                }
            }
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            switch (resourceId)
            {
                case MinimumMeasured:
                    writer.WriteFloat(_minimum);
                    break;
                case MaximumMeasured:
                    writer.WriteFloat(_maximum);
                    break;
                case SensorValue:
                    if (float.IsNaN(_value))
                    {
                        return CoapCode.NotFound;
                    }

                    writer.WriteFloat(_value);
                    break;
                default:
                    writer.WriteString(_units);
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            _minimum = _value;
            _maximum = _value;
            Changed(0, MinimumMeasured);
            Changed(0, MaximumMeasured);
            return CoapCode.Changed;
        }
    }
}
