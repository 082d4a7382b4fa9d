// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Simulator.Time
{
    /// <summary>The time of a simulated world, and how its threads wait. Real or virtual.</summary>
    public abstract class SimulatedTime
    {
        /// <summary>Milliseconds since 1970-01-01 UTC in the simulated world.</summary>
        public abstract long Now { get; }

        /// <summary>Waits until a condition holds.</summary>
        /// <param name="condition">Cheap, and free of side effects until it holds.</param>
        /// <param name="timeoutMilliseconds">-1 waits for ever.</param>
        /// <returns>False when the time ran out first.</returns>
        public abstract bool WaitUntil(Func<bool> condition, long timeoutMilliseconds);

        /// <summary>Something that a condition may depend on has changed.</summary>
        public abstract void Changed();

        /// <summary>Does something later.</summary>
        public abstract void Schedule(long delayMilliseconds, Action action);

        /// <summary>Starts a thread of the simulated world.</summary>
        public abstract void Start(Action body);

        public void Sleep(long milliseconds)
        {
            WaitUntil(() => false, milliseconds);
        }
    }
}
