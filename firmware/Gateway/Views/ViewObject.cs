// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Twins;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Views
{
    /// <summary>
    /// An IPSO object whose instances are characteristics of peripherals: the same value as the raw twin's, decoded, under a
    /// number every server knows. Application Type (5750) names the twin.
    /// </summary>
    internal sealed class ViewObject : LwM2MObject
    {
        internal const int SensorValue = 5700;

        private const int SensorUnits = 5701;
        private const int ApplicationType = 5750;

        private static readonly int[] s_resources =
        {
            SensorValue | Resource.Float | Resource.Read | Resource.Mandatory,
            SensorUnits | Resource.String | Resource.Read,
            ApplicationType | Resource.String | Resource.Read,
        };

        private readonly ArrayList _instances = new ArrayList();

        internal ViewObject(int objectId)
            : base(objectId, s_resources)
        {
        }

        public override int InstanceCount
        {
            get { return _instances.Count; }
        }

        internal ViewInstance this[int index]
        {
            get { return (ViewInstance)_instances[index]; }
        }

        public override int InstanceIdAt(int index)
        {
            return this[index].InstanceId;
        }

        /// <summary>Adds an instance, or puts it in the place of the one with its ID.</summary>
        /// <returns>True when there was none.</returns>
        internal bool Add(ViewInstance view)
        {
            int at = 0;
            while (at < _instances.Count && InstanceIdAt(at) < view.InstanceId)
            {
                at++;
            }

            bool known = at < _instances.Count && InstanceIdAt(at) == view.InstanceId;
            if (known)
            {
                _instances.RemoveAt(at);
            }

            _instances.Insert(at, view);
            return !known;
        }

        internal void Remove(ViewInstance view)
        {
            _instances.Remove(view);
        }

        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            ViewInstance view = Find(instanceId);
            if (resourceId == SensorUnits)
            {
                writer.WriteString(Measurements.Unit(view.Measurement));
                return CoapCode.Content;
            }

            if (resourceId == ApplicationType)
            {
                writer.WriteString("twin:" + ResourcePath.ToText(ResourcePath.Of(view.Twins.ObjectId, view.Twin.InstanceId, view.Twin.ResourceId(view.Index))));
                return CoapCode.Content;
            }

            CoapCode code = view.Twins.Fetch(view.Twin, view.Index, out byte[] value, out int length);
            if (code != CoapCode.Content)
            {
                return code;
            }

            if (value == null)
            {
                writer.WriteNull(); // observed, and nothing was notified yet
                return code;
            }

            double number = Measurements.Read(view.Measurement, value, length);
            if (double.IsNaN(number))
            {
                return CoapCode.NotFound; // nothing was measured
            }

            writer.WriteFloat(number);
            return CoapCode.Content;
        }

        public override void OnObservationsChanged()
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                this[i].Twins.OnObservationsChanged();
            }
        }

        /// <summary>The value behind a view has changed.</summary>
        internal void OnChanged(int instanceId)
        {
            Changed(instanceId, SensorValue);
        }

        private ViewInstance Find(int instanceId)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                if (this[i].InstanceId == instanceId)
                {
                    return this[i];
                }
            }

            return null;
        }
    }
}
