// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

'use strict';

// Runs lwm2m-node-lib with its in-memory registry. Commands come as lines of JSON on the standard input, answers and events
// go as lines of JSON to the standard output.

const readline = require('readline');
const { server } = require('lwm2m-node-lib');

const port = Number(process.argv[2]);

function say(message) {
    process.stdout.write(JSON.stringify(message) + '\n');
}

function run(info, command) {
    const answer = (error, value) => say({ id: command.id, error: error ? error.name + ' ' + (error.code || error.message) : null, value: value === undefined ? null : String(value) });
    const device = (next) => server.getDevice(command.endpoint, (error, found) => (error ? answer(error) : next(found.id)));
    const [object, instance, resource] = (command.path || '').split('/').filter((part) => part.length > 0);
    switch (command.do) {
        case 'read':
            return device((id) => server.read(id, object, instance, resource, answer));
        case 'write':
            return device((id) => server.write(id, object, instance, resource, command.value, answer));
        case 'execute':
            return device((id) => server.execute(id, object, instance, resource, command.value || '', answer));
        case 'discover':
            return device((id) => server.discover(...[id, object, instance, resource].filter((part) => part !== undefined), answer));
        case 'observe':
            return device((id) => server.observe(id, object, instance, resource,
                (value) => say({ event: 'notification', endpoint: command.endpoint, path: command.path, value }), answer));
        case 'cancel':
            return device((id) => server.cancelObserver(id, object, instance, resource, answer));
        case 'stop':
            return server.stop(info, () => process.exit(0));
        default:
            return answer(new Error('unknown command'));
    }
}

const config = {
    port,
    lifetimeCheckInterval: 1000,
    udpWindow: 100,
    defaultType: 'Device',
    types: [],
    logLevel: 'FATAL',
    ipProtocol: 'udp4',
    serverProtocol: 'udp4',
    formats: [{ name: 'text/plain', value: 0 }, { name: 'application-vnd-oma-lwm2m/text', value: 1541 }],
    writeFormat: process.argv[3] || 'text/plain',
    defaultAcceptFormat: 'text/plain'
};

server.start(config, (error, info) => {
    if (error) {
        say({ event: 'failed', value: String(error) });
        process.exit(1);
    }

    server.setHandler(info, 'registration', (endpoint, lifetime, version, binding, payload, done) => {
        say({ event: 'registered', endpoint, value: version + ' ' + binding + ' ' + payload });
        done();
    });
    server.setHandler(info, 'updateRegistration', (device, payload, done) => {
        say({ event: 'updated', endpoint: device.name, value: String(payload) });
        done();
    });
    server.setHandler(info, 'unregistration', (device, done) => {
        say({ event: 'deregistered', endpoint: device.name });
        done();
    });
    readline.createInterface({ input: process.stdin }).on('line', (line) => run(info, JSON.parse(line)));
    say({ event: 'started' });
});
