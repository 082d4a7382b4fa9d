// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Bluetooth
{
    /// <content>The jobs that wait for the worker: the loop puts them in and takes their results.</content>
    public sealed partial class PeripheralLink
    {
        /// <summary>How many jobs wait.</summary>
        public int Queued
        {
            get
            {
                int count = 0;
                for (int i = 0; i < _jobCount; i++)
                {
                    count += _jobs[i].IsUsed && _jobs[i].Result == CoapCode.Pending ? 1 : 0;
                }

                return count;
            }
        }

        /// <summary>Finds the job of an operation.</summary>
        /// <param name="ticket">The operation.</param>
        /// <param name="request">What was to be done.</param>
        /// <param name="handle">With which characteristic.</param>
        /// <returns>The job, or null.</returns>
        public GattJob Find(int ticket, GattRequest request, int handle)
        {
            lock (_lock)
            {
                for (int i = 0; i < _jobCount; i++)
                {
                    GattJob job = _jobs[i];
                    if (job.IsUsed && job.Ticket == ticket && job.Request == request && job.Handle == handle)
                    {
                        return job;
                    }
                }

                return null;
            }
        }

        /// <summary>Puts a job in.</summary>
        /// <param name="ticket">The operation, <see cref="OwnTicket"/> for the gateway's own reads, below zero when nobody waits for the result.</param>
        /// <param name="request">What is to be done.</param>
        /// <param name="handle">With which characteristic.</param>
        /// <param name="value">The value to write, or null.</param>
        /// <returns>The job, or null when all are taken or the link is not ready.</returns>
        public GattJob Enqueue(int ticket, GattRequest request, int handle, byte[] value)
        {
            lock (_lock)
            {
                for (int i = 0; i < MaximumJobs && State == LinkState.Ready; i++)
                {
                    if (i == _jobCount)
                    {
                        AddJob();
                    }

                    GattJob job = _jobs[i];
                    if (!job.IsUsed)
                    {
                        job.Ticket = ticket;
                        job.Request = request;
                        job.Handle = handle;
                        job.Value = value;
                        job.Result = CoapCode.Pending;
                        job.Order = _order++;
                        job.IsRunning = false;
                        job.IsUsed = true;
                        _wake.Set();
                        return job;
                    }
                }

                return null;
            }
        }

        /// <summary>Frees the jobs of an operation that has ended. One in flight is freed when it returns.</summary>
        /// <param name="ticket">The operation.</param>
        public void EndTicket(int ticket)
        {
            lock (_lock)
            {
                for (int i = 0; i < _jobCount; i++)
                {
                    if (_jobs[i].IsUsed && _jobs[i].Ticket == ticket)
                    {
                        Abandon(_jobs[i]);
                    }
                }
            }
        }

        /// <summary>Frees one job.</summary>
        /// <param name="job">A job whose result was taken.</param>
        public void Free(GattJob job)
        {
            lock (_lock)
            {
                Abandon(job);
            }
        }

        // As many as were ever needed at once.
        private void AddJob()
        {
            if (_jobCount == _jobs.Length)
            {
                GattJob[] longer = new GattJob[_jobs.Length * 2 < MaximumJobs ? _jobs.Length * 2 : MaximumJobs];
                Array.Copy(_jobs, 0, longer, 0, _jobCount);
                _jobs = longer;
            }

            _jobs[_jobCount++] = new GattJob();
        }

        /// <summary>Whether one operation has all the jobs there may be.</summary>
        /// <param name="ticket">The operation.</param>
        /// <returns>True when it has.</returns>
        public bool IsFullOf(int ticket)
        {
            lock (_lock)
            {
                int count = 0;
                for (int i = 0; i < _jobCount; i++)
                {
                    count += _jobs[i].IsUsed && _jobs[i].Ticket == ticket ? 1 : 0;
                }

                return count == MaximumJobs;
            }
        }

        private void Abandon(GattJob job)
        {
            Completions += _jobCount == MaximumJobs ? 1 : 0; // somebody may wait for one

            job.Ticket = ObjectRegistry.NobodysTicket;
            job.IsUsed = job.IsRunning;
        }

        // The oldest job that waits, now running.
        private GattJob Next()
        {
            lock (_lock)
            {
                GattJob next = null;
                for (int i = 0; i < _jobCount; i++)
                {
                    GattJob job = _jobs[i];
                    if (job.IsUsed && job.Result == CoapCode.Pending && (next == null || job.Order < next.Order))
                    {
                        next = job;
                    }
                }

                if (next != null)
                {
                    next.IsRunning = true;
                }

                return next;
            }
        }

        private void End(GattJob job, CoapCode result)
        {
            lock (_lock)
            {
                job.Result = result;
                job.IsRunning = false;
                job.IsUsed = job.Ticket >= OwnTicket;
                HasWorked |= result == CoapCode.Content || result == CoapCode.Changed;
                Completions++;
            }
        }
    }
}
