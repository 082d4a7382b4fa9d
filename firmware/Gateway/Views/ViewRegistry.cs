// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Gatt;
using Firmware.Gateway.Twins;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Views
{
    /// <summary>Makes IPSO views beside raw twins. A view changes when its twin does, and who observes a view observes its twin.</summary>
    public sealed class ViewRegistry : ITwinListener, IRegistryListener
    {
        private readonly ObjectRegistry _registry;
        private readonly TwinIds _ids;
        private readonly ValueLayout _layout;
        private readonly ArrayList _objects = new ArrayList();

        /// <summary>Creates an empty registry.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="ids">Which numbers views have.</param>
        /// <param name="layout">A walk to use.</param>
        public ViewRegistry(ObjectRegistry registry, TwinIds ids, ValueLayout layout)
        {
            _registry = registry;
            _ids = ids;
            _layout = layout;
            registry.Listen(this);
        }

        /// <inheritdoc/>
        public void OnTwinAdded(TwinObject twins, TwinInstance twin, TwinInstance replaced)
        {
            for (int i = 0; i < twin.Count; i++)
            {
                int count = twin.Describe(i, null, 0, 0, _layout).Views;
                for (int k = 0; k < count; k++)
                {
                    Add(twins, twin, i, k, replaced);
                }
            }

            if (replaced != null)
            {
                OnTwinRemoved(twins, replaced); // views it had and the new one has not
            }
        }

        /// <inheritdoc/>
        public void OnTwinRemoved(TwinObject twins, TwinInstance twin)
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

        /// <inheritdoc/>
        public void OnResourceChanged(long path)
        {
            for (int i = 0; i < _objects.Count; i++)
            {
                ViewObject views = (ViewObject)_objects[i];
                for (int k = 0; k < views.InstanceCount; k++)
                {
                    if (IsOf(views[k], path))
                    {
                        views.OnChanged(views[k].InstanceId);
                    }
                }
            }
        }

        /// <inheritdoc/>
        public int ObservedEvery(long path)
        {
            int shortest = ObjectRegistry.NotObserved;
            for (int i = 0; i < _objects.Count; i++)
            {
                ViewObject views = (ViewObject)_objects[i];
                for (int k = 0; k < views.InstanceCount; k++)
                {
                    if (IsOf(views[k], path))
                    {
                        int period = _registry.ObservedEvery(ResourcePath.Of(views.ObjectId, views[k].InstanceId, Ipso.ValueOf(views.ObjectId)));
                        shortest = period < shortest ? period : shortest;
                    }
                }
            }

            return shortest;
        }

        /// <inheritdoc/>
        public void OnObjectsChanged()
        {
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
                ViewInstance view = views.ObjectId == objectId ? views.Find(instanceId) : null;
                if (view != null)
                {
                    return view.Twin.Address;
                }
            }

            return 0;
        }

        private void Add(TwinObject twins, TwinInstance twin, int index, int view, TwinInstance replaced)
        {
            ViewObject views = ObjectFor(twin.Describe(index, null, 0, view, _layout).ViewObject);
            int instanceId = _ids.ViewId(views.ObjectId, twin.Address, twins.ObjectId, twin.ResourceId(index), twin.Ordinal, view, twin.IsPassing);
            if (instanceId < 0)
            {
                instanceId = KnownId(views, replaced, twin.ResourceId(index), view);
            }

            if (views.Add(new ViewInstance(instanceId, twins, twin, index, view)))
            {
                _registry.OnObjectsChanged();
            }
        }

        // The number the view had in this visit, or one that is free.
        private static int KnownId(ViewObject views, TwinInstance replaced, int resourceId, int view)
        {
            for (int i = 0; i < views.InstanceCount; i++)
            {
                if (views[i].Twin == replaced && views[i].View == view && replaced.ResourceId(views[i].Index) == resourceId)
                {
                    return views[i].InstanceId;
                }
            }

            return TwinIds.FreeInstanceId(views);
        }

        private static bool IsOf(ViewInstance view, long path)
        {
            return view.Twins.ObjectId == ResourcePath.ObjectId(path) && view.Twin.InstanceId == ResourcePath.InstanceId(path)
                && view.Twin.ResourceId(view.Index) == ResourcePath.ResourceId(path);
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

            ViewObject views = new ViewObject(objectId, _layout);
            _objects.Add(views);
            _registry.Add(views);
            return views;
        }
    }
}
