// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Gatt;
using Firmware.Gateway.Twins;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Status
{
    /// <summary>
    /// What the twins are, object 26497: an instance for each twin. 0 the twin as an object link, 1 the service's UUID, 2 the
    /// peripheral's address, 3 its name; by the twin's resource IDs: 4 the characteristics' UUIDs, 5 their user descriptions,
    /// 6 their units, 7 their GATT properties. docs/models/26497.xml is its model.
    /// </summary>
    public sealed class DescriptionObject : LwM2MObject, ITwinListener
    {
        /// <summary>Its object ID.</summary>
        public const int Id = StatusObject.Id + 1;

        private const int TwinId = 0;
        private const int ServiceId = 1;
        private const int AddressId = 2;
        private const int NameId = 3;
        private const int CharacteristicId = 4;
        private const int DescriptionId = 5;
        private const int UnitId = 6;
        private const int PropertiesId = 7;

        private static readonly int[] s_resources =
        {
            TwinId | Resource.ObjectLink | Resource.Read | Resource.Mandatory,
            ServiceId | Resource.String | Resource.Read | Resource.Mandatory,
            AddressId | Resource.String | Resource.Read | Resource.Mandatory,
            NameId | Resource.String | Resource.Read,
            CharacteristicId | Resource.String | Resource.Read | Resource.Multiple,
            DescriptionId | Resource.String | Resource.Read | Resource.Multiple,
            UnitId | Resource.String | Resource.Read | Resource.Multiple,
            PropertiesId | Resource.Integer | Resource.Read | Resource.Multiple,
        };

        private readonly ArrayList _twins = new ArrayList(); // an instance ID is a place; one that is free is null
        private readonly ArrayList _objects = new ArrayList();
        private readonly ValueLayout _layout;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="layout">A walk to use.</param>
        public DescriptionObject(ValueLayout layout)
            : base(Id, s_resources)
        {
            _layout = layout;
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get
            {
                int count = 0;
                for (int i = 0; i < _twins.Count; i++)
                {
                    count += _twins[i] == null ? 0 : 1;
                }

                return count;
            }
        }

        /// <inheritdoc/>
        public override int InstanceIdAt(int index)
        {
            int place = 0;
            for (int left = index; left > 0 || _twins[place] == null; place++)
            {
                left -= _twins[place] == null ? 0 : 1;
            }

            return place;
        }

        /// <inheritdoc/>
        public override bool HasResource(int instanceId, int resourceId)
        {
            TwinInstance twin = (TwinInstance)_twins[instanceId];
            return resourceId != NameId || (twin.Name != null && twin.Name.Length > 0);
        }

        /// <inheritdoc/>
        public override int ResourceInstanceCount(int instanceId, int resourceId)
        {
            TwinInstance twin = (TwinInstance)_twins[instanceId];
            int count = 0;
            for (int i = 0; i < twin.Count; i++)
            {
                count += Has(twin, i, resourceId) ? 1 : 0;
            }

            return count;
        }

        /// <inheritdoc/>
        public override int ResourceInstanceIdAt(int instanceId, int resourceId, int index)
        {
            TwinInstance twin = (TwinInstance)_twins[instanceId];
            int last = -1;
            for (int left = index; left >= 0; left--)
            {
                last = NextId(twin, resourceId, last);
            }

            return last;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            TwinInstance twin = (TwinInstance)_twins[instanceId];
            int index = resourceInstanceId == ResourcePath.None ? 0 : twin.Find(resourceInstanceId);
            switch (resourceId)
            {
                case TwinId:
                    writer.WriteObjectLink(((TwinObject)_objects[instanceId]).ObjectId, twin.InstanceId);
                    break;
                case ServiceId:
                    writer.WriteString(Uuid.ToText(((TwinObject)_objects[instanceId]).Service, 0));
                    break;
                case AddressId:
                    writer.WriteString(twin.Address.ToString("X12"));
                    break;
                case NameId:
                    writer.WriteString(twin.Name);
                    break;
                case CharacteristicId:
                    writer.WriteString(twin.UuidText(index));
                    break;
                case DescriptionId:
                    byte[] text = twin.Description(index);
                    writer.WriteString(text, 0, text.Length);
                    break;
                case UnitId:
                    writer.WriteString(Unit.ToText(twin.Describe(index, null, 0, 0, _layout).Unit));
                    break;
                default:
                    writer.WriteInteger(twin.Properties(index));
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public void OnTwinAdded(TwinObject twins, TwinInstance twin, TwinInstance replaced)
        {
            int place = PlaceOf(replaced);
            if (place == _twins.Count)
            {
                _twins.Add(null);
                _objects.Add(null);
            }

            bool known = replaced != null && _twins[place] == replaced;
            _twins[place] = twin;
            _objects[place] = twins;
            if (!known)
            {
                Registry.OnObjectsChanged();
            }
        }

        /// <inheritdoc/>
        public void OnTwinRemoved(TwinObject twins, TwinInstance twin)
        {
            for (int i = 0; i < _twins.Count; i++)
            {
                if (_twins[i] == twin)
                {
                    _twins[i] = null;
                    _objects[i] = null;
                    Registry.OnObjectsChanged();
                }
            }
        }

        // Where a twin is; null is the first free place. The count when there is none.
        private int PlaceOf(TwinInstance twin)
        {
            int free = _twins.Count;
            for (int i = _twins.Count - 1; i >= 0; i--)
            {
                if (twin != null && _twins[i] == twin)
                {
                    return i;
                }

                free = _twins[i] == null ? i : free;
            }

            return free;
        }

        // The lowest resource ID above another that has such a fact.
        private int NextId(TwinInstance twin, int resourceId, int above)
        {
            int next = -1;
            for (int i = 0; i < twin.Count; i++)
            {
                int id = twin.ResourceId(i);
                next = id > above && (next < 0 || id < next) && Has(twin, i, resourceId) ? id : next;
            }

            return next;
        }

        private bool Has(TwinInstance twin, int index, int resourceId)
        {
            return resourceId == DescriptionId ? twin.Description(index) != null
                : resourceId != UnitId || Unit.ToText(twin.Describe(index, null, 0, 0, _layout).Unit).Length > 0;
        }
    }
}
