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
            }
        }

        /// <inheritdoc/>
        public void OnCompleted()
        {
            Completions++;
        }

        /// <summary>
        /// Whether an operation that changes something may be run: one that takes time holds the others back, so that what
        /// two servers write at once is written one after the other.
        /// </summary>
        internal bool MayWrite(int ticket)
        {
            return _writer == 0 || _writer == ticket;
        }

        /// <summary>An operation that changes something takes time.</summary>
        internal void BeginWrite(int ticket)
        {
            _writer = ticket;
        }

        /// <summary>It has ended: those held back are run.</summary>
        /// <returns>False when it had changed nothing yet.</returns>
        internal bool EndWrite(int ticket)
        {
            if (_writer != ticket)
            {
                return false;
            }

            _writer = 0;
            Completions++;
            return true;
        }

        internal void OnObservationsChanged()
        {
            // A Batch observes its members: whoever they are, they look for themselves.
            for (int i = 0; i < Registry.Count; i++)
            {
                Registry[i].OnObservationsChanged();
            }
        }
    }
}
