// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Views
{
    /// <summary>
    /// An IPSO object whose instances are numbers of peripherals: the same value as the raw twin's, decoded, under a number
    /// every server knows. Application Type (5750) names the twin, and which number of several it is.
    /// </summary>
    internal sealed class ViewObject : LwM2MObject
    {
        private const int SensorUnits = 5701;
        private const int ApplicationType = 5750;

        private readonly ArrayList _instances = new ArrayList();
        private readonly ValueLayout _layout;

        internal ViewObject(int objectId, ValueLayout layout)
            : base(objectId, ResourcesOf(objectId))
        {
            _layout = layout;
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
                writer.WriteString(Unit.ToText(view.Twin.Describe(view.Index, null, 0, view.View, _layout).ViewUnit));
                return CoapCode.Content;
            }

            if (resourceId == ApplicationType)
            {
                string path = ResourcePath.ToText(ResourcePath.Of(view.Twins.ObjectId, view.Twin.InstanceId, view.Twin.ResourceId(view.Index)));
                writer.WriteString("twin:" + path + (view.View == 0 ? "" : "#" + view.View.ToString()));
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

            double number = view.Twin.Describe(view.Index, value, length, view.View, _layout).Number;
            if (double.IsNaN(number) || double.IsInfinity(number))
            {
                return CoapCode.NotFound; // nothing was measured
            }

            if (Ipso.IsDigital(ObjectId))
            {
                writer.WriteBoolean(number != 0);
            }
            else
            {
                writer.WriteFloat(number);
            }

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
            Changed(instanceId, Ipso.ValueOf(ObjectId));
        }

        internal ViewInstance Find(int instanceId)
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

        private static int[] ResourcesOf(int objectId)
        {
            int value = Ipso.ValueOf(objectId) | (Ipso.IsDigital(objectId) ? Resource.Boolean : Resource.Float) | Resource.Read | Resource.Mandatory;
            int type = ApplicationType | Resource.String | Resource.Read;
            return !Ipso.HasUnits(objectId) ? new int[] { value, type } : new int[] { value, SensorUnits | Resource.String | Resource.Read, type };
        }
    }
}
