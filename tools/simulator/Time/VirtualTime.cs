// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Threading;

namespace Simulator.Time
{
    /// <summary>
    /// Time that passes only while everybody waits. One thread of the world runs at a time and hands over when it waits;
    /// the next is chosen by due time and order, so that a run depends on nothing but its seed.
    /// </summary>
    public sealed class VirtualTime : SimulatedTime
    {
        private readonly object _gate = new();
        private readonly List<Waiter> _waiters = new();
        private readonly PriorityQueue<Action, (long Due, long Order)> _events = new();
        private long _now;
        private long _order;

        /// <param name="start">Milliseconds since 1970-01-01 UTC.</param>
        public VirtualTime(long start)
        {
            _now = start;
        }

        public override long Now => _now;

        /// <summary>Lets the world run for a while. The calling thread is part of it.</summary>
        public void Run(long milliseconds)
        {
            Sleep(milliseconds);
        }

        public override bool WaitUntil(Func<bool> condition, long timeoutMilliseconds)
        {
            Waiter waiter = new(condition, timeoutMilliseconds < 0 ? long.MaxValue : _now + timeoutMilliseconds, _order++);
            lock (_gate)
            {
                _waiters.Add(waiter);
                HandOver();
                while (!waiter.Running)
                {
                    Monitor.Wait(_gate);
                }
            }

            return waiter.Satisfied;
        }

        public override void Changed()
        {
        }

        public override void Schedule(long delayMilliseconds, Action action)
        {
            lock (_gate)
            {
                _events.Enqueue(action, (_now + delayMilliseconds, _order++));
            }
        }

        public override void Start(Action body)
        {
            Waiter first = new(() => true, long.MaxValue, _order++);
            lock (_gate)
            {
                _waiters.Add(first);
            }

            Thread thread = new(() =>
            {
                lock (_gate)
                {
                    while (!first.Running)
                    {
                        Monitor.Wait(_gate);
                    }
                }

                try
                {
                    body();
                }
                finally
                {
                    lock (_gate)
                    {
                        HandOver();
                    }
                }
            })
            { IsBackground = true };
            thread.Start();
        }

        private void HandOver()
        {
            while (true)
            {
                Waiter next = null;
                foreach (Waiter waiter in _waiters)
                {
                    if ((next == null || waiter.Order < next.Order) && waiter.Condition())
                    {
                        next = waiter;
                    }
                }

                if (next != null)
                {
                    Release(next, true);
                    return;
                }

                foreach (Waiter waiter in _waiters)
                {
                    if (next == null || waiter.Deadline < next.Deadline || (waiter.Deadline == next.Deadline && waiter.Order < next.Order))
                    {
                        next = waiter;
                    }
                }

                long due = next?.Deadline ?? long.MaxValue;
                if (_events.TryPeek(out Action action, out (long Due, long Order) at) && at.Due <= due)
                {
                    _events.Dequeue();
                    _now = Math.Max(_now, at.Due);
                    action();
                    continue;
                }

                if (due == long.MaxValue)
                {
                    return; // nothing will ever happen again
                }

                _now = Math.Max(_now, due);
                Release(next, false);
                return;
            }
        }

        private void Release(Waiter waiter, bool satisfied)
        {
            waiter.Satisfied = satisfied;
            waiter.Running = true;
            _waiters.Remove(waiter);
            Monitor.PulseAll(_gate);
        }

        private sealed class Waiter
        {
            public readonly Func<bool> Condition;
            public readonly long Deadline;
            public readonly long Order;
            public bool Running;
            public bool Satisfied;

            public Waiter(Func<bool> condition, long deadline, long order)
            {
                Condition = condition;
                Deadline = deadline;
                Order = order;
            }
        }
    }
}
