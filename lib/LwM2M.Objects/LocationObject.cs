// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Objects
{
    /// <summary>Location, object 6: where the device is on the Earth.</summary>
    public sealed class LocationObject : LwM2MObject
    {
        private const int Latitude = 0;
        private const int Longitude = 1;
        private const int Altitude = 2;
        private const int Radius = 3;
        private const int Timestamp = 5;
        private const int Speed = 6;

        private static readonly int[] s_resources =
        {
            Latitude | Resource.Float | Resource.Read,
            Longitude | Resource.Float | Resource.Read,
            Altitude | Resource.Float | Resource.Read,
            Radius | Resource.Float | Resource.Read,
            Timestamp | Resource.Time | Resource.Read,
            Speed | Resource.Float | Resource.Read,
        };

        private readonly Clock _clock;
        private readonly double[] _values = new double[Speed + 1];
        private long _timestamp;

        /// <summary>Creates the object at 0, 0.</summary>
        /// <param name="clock">For the time of a fix.</param>
        public LocationObject(Clock clock)
            : base(6, s_resources)
        {
            _clock = clock;
        }

        /// <summary>Takes a fix and tells observers.</summary>
        /// <param name="latitude">In degrees, north positive (WGS 84).</param>
        /// <param name="longitude">In degrees, east positive.</param>
        /// <param name="altitude">In metres above sea level.</param>
        /// <param name="radius">Uncertainty in metres.</param>
        /// <param name="speed">In metres a second.</param>
        public void MoveTo(double latitude, double longitude, double altitude, double radius, double speed)
        {
            _values[Latitude] = latitude;
            _values[Longitude] = longitude;
            _values[Altitude] = altitude;
            _values[Radius] = radius;
            _values[Speed] = speed;
            _timestamp = _clock.UtcMilliseconds / 1000;
            for (int i = 0; i < s_resources.Length; i++)
            {
                Changed(0, Resource.Id(s_resources[i]));
            }
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            if (resourceId == Timestamp)
            {
                writer.WriteTime(_timestamp);
            }
            else
            {
                writer.WriteFloat(_values[resourceId]);
            }

            return CoapCode.Content;
        }
    }
}
