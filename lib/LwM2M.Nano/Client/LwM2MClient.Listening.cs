// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Client
{
    /// <content>What the objects tell, and who is told of it.</content>
    public sealed partial class LwM2MClient
    {
        /// <inheritdoc/>
        public int ObservedEvery(long path)
        {
            int shortest = ObjectRegistry.NotObserved;
            for (int i = 0; i < _sessions.Count; i++)
            {
                int period = Session(i).Observations.ObservedEvery(path);
                shortest = period < shortest ? period : shortest;
            }

            return shortest;
        }

        /// <inheritdoc/>
        public void OnResourceChanged(long path)
        {
            LwM2MObject found = Registry.Find(ResourcePath.ObjectId(path));
            Changes += found != null && found.IsPersistent ? 1 : 0;
            for (int i = 0; i < _sessions.Count; i++)
            {
                Session(i).Observations.OnChanged(path);
            }
        }

        /// <inheritdoc/>
        public void OnObjectsChanged()
        {
            Changes++;
            for (int i = 0; i < _sessions.Count; i++)
            {
                Session(i).Registration.OnObjectsChanged();
                Session(i).Observations.OnObjectsChanged();
            }
        }

        internal void OnObservationsChanged()
        {
            // An object may depend on who observes it: a Batch on its members, a twin on its peripheral.
            for (int i = 0; i < Registry.Count; i++)
            {
                Registry[i].OnObservationsChanged();
            }
        }
    }
}
