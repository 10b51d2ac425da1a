#!/usr/bin/env python9
