// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Twins;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Views
{
    /// <summary>Makes IPSO views beside raw twins, and tells either of the other.</summary>
    public sealed class ViewRegistry
    {
        private readonly ObjectRegistry _registry;
        private readonly TwinIds _ids;
        private readonly ArrayList _objects = new ArrayList();

        /// <summary>Creates an empty registry.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="ids">Which numbers views have.</param>
        public ViewRegistry(ObjectRegistry registry, TwinIds ids)
        {
            _registry = registry;
            _ids = ids;
        }

        /// <summary>Makes the views of a twin.</summary>
        /// <param name="twins">The twin's object.</param>
        /// <param name="twin">The twin.</param>
        /// <param name="ordinal">0 for the peripheral's first service of its UUID.</param>
        /// <param name="replaced">The instance whose place the twin has taken, or null: views it had and the twin has not go.</param>
        public void Add(TwinObject twins, TwinInstance twin, int ordinal, TwinInstance replaced)
        {
            for (int i = 0; i < twin.Count; i++)
            {
                int measurement = Measurements.Find(twin.SigNumber(i));
                if (measurement >= 0)
                {
                    ViewObject views = ObjectFor(Measurements.ObjectId(measurement));
                    int instanceId = _ids.ViewId(views.ObjectId, twin.Address, twins.ObjectId, twin.ResourceId(i), ordinal, twin.IsPassing);
                    if (views.Add(new ViewInstance(instanceId, twins, twin, i, measurement)))
                    {
                        _registry.OnObjectsChanged();
                    }
                }
            }

            if (replaced != null)
            {
                Remove(replaced);
            }
        }

        /// <summary>Takes the views of a twin away.</summary>
        /// <param name="twin">The twin.</param>
        public void Remove(TwinInstance twin)
        {
            for (int i = _objects.Count - 1; i >= 0; i--)
            {
                ViewObject views = (ViewObject)_objects[i];
                for (int k = views.InstanceCount - 1; k >= 0; k--)
                {
                    if (views[k].Twin == twin)
                    {
                        views.Remove(views[k]);
                        _registry.OnObjectsChanged();
                    }
                }

                if (views.InstanceCount == 0)
                {
                    _objects.RemoveAt(i);
                    _registry.Remove(views);
                }
            }
        }

        /// <summary>How often somebody wants to hear of a characteristic through a view.</summary>
        /// <param name="twin">The twin.</param>
        /// <param name="index">Which of its records.</param>
        /// <returns>The shortest minimum period in seconds; <see cref="ObjectRegistry.NotObserved"/> when nobody does.</returns>
        public int ObservedEvery(TwinInstance twin, int index)
        {
            ViewInstance view = Find(twin, index, out ViewObject views);
            return view == null ? ObjectRegistry.NotObserved : _registry.ObservedEvery(ResourcePath.Of(views.ObjectId, view.InstanceId, ViewObject.SensorValue));
        }

        /// <summary>A characteristic's value has changed.</summary>
        /// <param name="twin">The twin.</param>
        /// <param name="index">Which of its records.</param>
        public void OnChanged(TwinInstance twin, int index)
        {
            ViewInstance view = Find(twin, index, out ViewObject views);
            if (view != null)
            {
                views.OnChanged(view.InstanceId);
            }
        }

        /// <summary>Writes the links of a peripheral's views, such as ",&lt;/3303/0&gt;".</summary>
        /// <param name="address">The peripheral's address.</param>
        /// <returns>The links, each after a comma.</returns>
        public string LinksOf(ulong address)
        {
            string links = "";
            for (int i = 0; i < _objects.Count; i++)
            {
                ViewObject views = (ViewObject)_objects[i];
                for (int k = 0; k < views.InstanceCount; k++)
                {
                    links += views[k].Twin.Address == address ? ",<" + ResourcePath.ToText(ResourcePath.Of(views.ObjectId, views[k].InstanceId)) + ">" : "";
                }
            }

            return links;
        }

        /// <summary>The peripheral behind a view.</summary>
        /// <param name="objectId">The IPSO object.</param>
        /// <param name="instanceId">The view's instance.</param>
        /// <returns>Its address, 0 when there is no such view.</returns>
        public ulong AddressOf(int objectId, int instanceId)
        {
            for (int i = 0; i < _objects.Count; i++)
            {
                ViewObject views = (ViewObject)_objects[i];
                for (int k = 0; views.ObjectId == objectId && k < views.InstanceCount; k++)
                {
                    if (views[k].InstanceId == instanceId)
                    {
                        return views[k].Twin.Address;
                    }
                }
            }

            return 0;
        }

        private ViewInstance Find(TwinInstance twin, int index, out ViewObject views)
        {
            views = null;
            for (int i = 0; i < _objects.Count; i++)
            {
                views = (ViewObject)_objects[i];
                for (int k = 0; k < views.InstanceCount; k++)
                {
                    if (views[k].Twin == twin && views[k].Index == index)
                    {
                        return views[k];
                    }
                }
            }

            return null;
        }

        private ViewObject ObjectFor(int objectId)
        {
            for (int i = 0; i < _objects.Count; i++)
            {
                if (((ViewObject)_objects[i]).ObjectId == objectId)
                {
                    return (ViewObject)_objects[i];
                }
            }

            ViewObject views = new ViewObject(objectId);
            _objects.Add(views);
            _registry.Add(views);
            return views;
        }
    }
}
